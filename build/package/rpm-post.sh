#!/bin/sh
# Run by rpm once the files are there: Chromium's sandbox needs its helper to run as root where the kernel lets nobody else
# make namespaces.
chmod 4755 /usr/lib/nightkeep/chrome-sandbox
