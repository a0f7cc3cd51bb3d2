#!/bin/sh
# Installs the servers that need Go, at pinned versions, and prints where they are:
#
#   eval "$(.ci/install-go-servers.sh)"
#
# Binaries are kept in ${S3DLIO_CACHE:-$HOME/.cache/s3dlio}/go-servers, by Go version and module
# version. A binary that is there is not built again: `go install` asks the module proxy every time.
# Standard output holds the export lines only; progress goes to standard error.
set -eu

command -v go >/dev/null 2>&1 || {
  echo "install-go-servers: no 'go' on the PATH. Install Go 1.24 or later, or run the tests without MinIO, versitygw and fake-gcs-server." >&2
  exit 1
}

servers="${S3DLIO_CACHE:-$HOME/.cache/s3dlio}/go-servers"
mkdir -p "$servers"
servers=$(cd "$servers" && pwd)
go_version=$(go env GOVERSION)

# install VARIABLE NAME MODULE@VERSION
install() {
  folder="$servers/$go_version/${3##*@}"
  if [ ! -x "$folder/$2" ]; then
    echo "install-go-servers: building $3 (two minutes or more)" >&2
    mkdir -p "$folder"
    # Build niced and two packages at a time: other work on the machine goes on.
    GOBIN="$folder" GOFLAGS='-p=2 -modcacherw' GOCACHE="$servers/build-cache" \
      GOMODCACHE="$servers/module-cache" nice -n 10 go install "$3" >&2 || {
      echo "install-go-servers: 'go install $3' failed. Is the Go module proxy ($(go env GOPROXY)) reachable?" >&2
      exit 1
    }
  fi
  echo "export $1='$folder/$2'"
}

# AGPL-3.0: run as a separate process by tests, never part of what we ship.
install S3DLIO_TEST_MINIO minio github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c
# Apache-2.0.
install S3DLIO_TEST_VERSITYGW versitygw github.com/versity/versitygw/cmd/versitygw@v1.8.0
# BSD-2-Clause.
install S3DLIO_TEST_FAKE_GCS_SERVER fake-gcs-server github.com/fsouza/fake-gcs-server@v1.56.1
