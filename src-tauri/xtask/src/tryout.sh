set -eu
# Everything from here on happens in a copy of this system in memory that ends with this script.
package=$1
space=$(mktemp -d)
mount -t tmpfs tmpfs "$space"
mkdir "$space/upper" "$space/work" "$space/root"
mount -t overlay overlay -o "lowerdir=${KITH_TRY_ROOT:-/},upperdir=$space/upper,workdir=$space/work" "$space/root"
mount -t proc proc "$space/root/proc"
mount --rbind /dev "$space/root/dev"
mount -t tmpfs tmpfs "$space/root/run"
mount -t tmpfs tmpfs "$space/root/tmp"
cp "$package" "$space/root/tmp/kith.deb"
cat > "$space/root/tmp/story.sh" <<'STORY'
set -eu
say() { printf '   %s\n' "$1"; }
as_user() { setpriv --reuid 4321 --regid 4321 --clear-groups env -i HOME=/tmp/home USER=kith PATH=/usr/bin:/bin LANG=C.UTF-8 "$@"; }
chmod 1777 /tmp
useradd --uid 4321 --user-group --create-home --home-dir /tmp/home kith

say "installs"
dpkg -i /tmp/kith.deb
test "$(dpkg-query -W -f '${Status}' kith)" = "install ok installed"
test -z "$(dpkg --verify kith)"
for file in /usr/bin/kith /usr/bin/kith-desktop /usr/share/applications/app.kith.desktop.desktop \
  /usr/share/metainfo/app.kith.desktop.metainfo.xml /usr/share/man/man1/kith-log.1.gz \
  /usr/share/bash-completion/completions/kith /usr/share/doc/kith/copyright; do test -s "$file"; done
! command -v desktop-file-validate >/dev/null || desktop-file-validate /usr/share/applications/app.kith.desktop.desktop
! command -v appstreamcli >/dev/null || appstreamcli validate --no-net /usr/share/metainfo/app.kith.desktop.metainfo.xml
! command -v man >/dev/null || man --warnings -l /usr/share/man/man1/kith.1.gz >/dev/null
! command -v update-desktop-database >/dev/null || {
  update-desktop-database
  grep -q '^text/vcard=.*app.kith.desktop.desktop' /usr/share/applications/mimeinfo.cache
  grep -q '^x-scheme-handler/kith=.*app.kith.desktop.desktop' /usr/share/applications/mimeinfo.cache
}
! ldd /usr/bin/kith /usr/bin/kith-desktop | grep 'not found'

say "the terminal starts"
as_user kith add "Dana Moreau" --json >/dev/null
as_user kith search dana | grep -q "Dana Moreau"

say "the window starts"
if command -v xvfb-run >/dev/null; then
  as_user xvfb-run -a dbus-run-session -- sh -c '
    kith-desktop & window=$!
    for try in $(seq 300); do
      if grep -qs opened "$HOME"/.local/share/kith/logs/*; then kill $window; wait $window || true; exit 0; fi
      sleep 0.2
    done
    kill $window; exit 1'
else say "(not tried: there is no xvfb-run)"; fi

say "is removed and purged, and leaves the data alone"
before=$(sha256sum /tmp/home/.local/share/kith/kith.db)
dpkg --purge kith
test "$(sha256sum /tmp/home/.local/share/kith/kith.db)" = "$before"
for file in /usr/bin/kith /usr/bin/kith-desktop /usr/share/doc/kith /usr/share/man/man1/kith.1.gz; do test ! -e "$file"; done
say "done"
STORY
chroot "$space/root" /bin/sh /tmp/story.sh
