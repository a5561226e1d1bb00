#!/usr/bin/env bash
# Deploys a stage and proves it; takes what `npm run ship` takes, such as `-c stage=test` or `--dry-run`.
set -euo pipefail
cd "$(dirname "$0")/.."

npm run ship --silent -- "$@"
