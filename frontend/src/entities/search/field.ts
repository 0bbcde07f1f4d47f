/** The id of the search's field. There is one in the page. */
export const FIELD = "search-field";
