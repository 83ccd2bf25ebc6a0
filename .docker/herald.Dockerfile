FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /herald
COPY . .
RUN --mount=type=cache,target=/m2 mvn -B -q -Dmaven.repo.local=/m2 -Dmaven.test.skip=true package

FROM eclipse-temurin:21-jre
RUN useradd --system --uid 10001 --create-home --home-dir /herald herald
WORKDIR /herald
COPY --from=build /herald/target/herald-*.jar herald.jar
USER herald
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "herald.jar"]
