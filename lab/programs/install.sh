#!/usr/bin/env bash
# The programs that the tests drive for real: installed with apt where that is allowed, named one by one where it is not.
set -euo pipefail

declare -A package_of=(
  [redis-server]=redis-server
  [initdb]=postgresql
  [nginx]=nginx
  [chromium]=chromium
  [chromium-headless-shell]=chromium-headless-shell
  [msgfmt]=gettext
  ['a Japanese font']=fonts-noto-cjk
  ['an emoji font']=fonts-noto-color-emoji
)

present() {
  case $1 in
    initdb) command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' ;;
    nginx) PATH=$PATH:/usr/sbin command -v nginx ;;
    chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
    'a Japanese font') fc-list :lang=ja | grep . ;;
    'an emoji font') fc-list :family='Noto Color Emoji' | grep . ;;
    *) command -v "$1" ;;
  esac >/dev/null 2>&1
}

list_missing() {
  local program
  for program in "${!package_of[@]}"; do
    present "$program" || printf '%s\n' "$program"
  done | sort
}

as_root() {
  if [[ $EUID -eq 0 ]]; then "$@"; else sudo -n "$@"; fi
}

# The packages would start system services on the standard ports; the tests start their own servers on ports of their own.
keep_services_stopped() {
  [[ -e /usr/sbin/policy-rc.d ]] && return
  trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
  printf '#!/bin/sh\nexit 101\n' | as_root install -m 755 /dev/stdin /usr/sbin/policy-rc.d
}

install_packages() {
  keep_services_stopped
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
}

missing=$(list_missing)
if [[ -n $missing ]] && command -v apt-get >/dev/null && as_root true 2>/dev/null; then
  packages=()
  while read -r program; do packages+=("${package_of[$program]}"); done <<<"$missing"
  echo "Installing for the tests: ${packages[*]} …"
  install_packages "${packages[@]}" </dev/null
  missing=$(list_missing)
fi

if [[ -n $missing ]]; then
  echo 'The tests need programs that this machine lacks, and installing them takes apt and root:'
  while read -r program; do echo "  $program (Debian and Ubuntu: ${package_of[$program]})"; done <<<"$missing"
  exit 1
fi >&2
