export { HiddenPeople } from "@/features/hidden-people/HiddenPeople";
export { MyReports } from "@/features/reports/MyReports";
