FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/m2 mvn -B -q -Dmaven.repo.local=/m2 -Dmaven.test.skip=true package
RUN java -Djarmode=tools -jar target/herald-*.jar extract --destination /herald \
    && mv /herald/herald-*.jar /herald/herald.jar \
    && cp src/main/docker/herald.options /herald
# SQLite's library stands beside the jars: it need not be unpacked into a /tmp that may be noexec, and those for other
# systems stay out.
RUN mkdir /sqlite && cd /sqlite && jar xf /herald/lib/sqlite-jdbc-*.jar \
    && mv org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so /herald/lib \
    && rm -r org/sqlite/native \
    && jar cfm /herald/lib/sqlite-jdbc-*.jar META-INF/MANIFEST.MF .

FROM eclipse-temurin:25-jre
COPY --from=build /herald /herald
WORKDIR /herald
# What this JVM has loaded once, from the start to SIGTERM, without an engine and without a message, it need not load again.
RUN java @herald.options -XX:AOTCacheOutput=herald.aot -jar herald.jar --spring.datasource.url=jdbc:sqlite::memory: \
        > /tmp/log & java=$! \
    && until grep "Started HeraldApplication" /tmp/log; do kill -0 $java && sleep 1 || exit 1; done \
    && kill $java; wait $java; rm -r /tmp/*; test -s herald.aot
# Only the ledger is written here, by this user or by any that a cluster puts into group 0.
RUN install -d -m 770 -o 10001 -g 0 data
VOLUME /herald/data
USER 10001
# Camunda's client keeps its tokens there.
ENV HOME=/tmp
ENTRYPOINT ["java", "@herald.options", "-XX:AOTCache=herald.aot", "-jar", "herald.jar"]
