# syntax=docker/dockerfile:1
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
# The platform calls it amd64, .NET calls it x64.
RUN dotnet publish src/Curate.Cli -c Release -r "linux-$(echo "${TARGETARCH:-amd64}" | sed 's/^amd64$/x64/')" -o /publish

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
COPY --from=build /publish/curate /usr/local/bin/curate
COPY LICENSE /usr/share/doc/curate/LICENSE
# APP_UID is the base image's user without privileges. It must own the work folder, for runs that mount nothing there.
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
WORKDIR /data
ENTRYPOINT ["curate"]
