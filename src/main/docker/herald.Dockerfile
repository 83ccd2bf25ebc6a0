FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /herald
COPY . .
RUN --mount=type=cache,target=/m2 mvn -B -q -Dmaven.repo.local=/m2 -Dmaven.test.skip=true package \
    && mkdir /image \
    && mv target/herald-*.jar /image/herald.jar \
    && cp src/main/docker/herald.options /image

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --create-home --home-dir /herald herald
WORKDIR /herald
COPY --from=build --chown=herald /image .
USER herald
# What this JVM has loaded once, from the start to SIGTERM, without an engine and without a message, it need not load again.
RUN timeout 30 java @herald.options -XX:AOTCacheOutput=herald.aot -jar herald.jar \
    --spring.datasource.url=jdbc:sqlite::memory: ; test -s herald.aot
ENTRYPOINT ["java", "@herald.options", "-XX:AOTCache=herald.aot", "-jar", "herald.jar"]
