package dev.herald.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    private static final String ROOT = "dev.herald";
    private static final String PLANTED = "dev.herald.architecture.planted";
    private static final JavaClasses HERALD = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT);
    private static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages(PLANTED);

    @TestFactory
    Stream<DynamicTest> heraldKeeps() {
        return rules(ROOT).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(HERALD)));
    }

    @TestFactory
    Stream<DynamicTest> aPlantedViolationIsFoundBy() {
        return rules(PLANTED).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getKey(),
                        () -> assertThat(rule.getValue().allowEmptyShould(true).evaluate(VIOLATIONS).hasViolation())
                                .isTrue()));
    }

    private static Map<String, ArchRule> rules(String root) {
        return Map.of(
                "message sees nothing but Java", classes().that().resideInAPackage(root + ".message..").should()
                        .onlyDependOnClassesThat().resideInAnyPackage(root + ".message..", "java..", "org.jspecify.."),
                "email sees no other package than message",
                noClasses().that().resideInAPackage(root + ".email..").should().dependOnClassesThat()
                        .resideInAnyPackage(others(root, "sms")),
                "sms sees no other package than message",
                noClasses().that().resideInAPackage(root + ".sms..").should().dependOnClassesThat()
                        .resideInAnyPackage(others(root, "email")),
                "only email sees Jakarta Mail",
                noClasses().that().resideOutsideOfPackage(root + ".email..").should().dependOnClassesThat()
                        .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus.."),
                "only sms sees Twilio",
                noClasses().that().resideOutsideOfPackage(root + ".sms..").should().dependOnClassesThat()
                        .resideInAnyPackage("com.twilio..", "com.google.i18n.phonenumbers.."),
                "only zeebe sees Camunda",
                noClasses().that().resideOutsideOfPackage(root + ".zeebe..").should().dependOnClassesThat()
                        .resideInAnyPackage("io.camunda.."),
                "no cycle between packages", SlicesRuleDefinition.slices().matching(root + ".(*)..").should()
                        .beFreeOfCycles());
    }

    private static String[] others(String root, String channel) {
        return Stream.of(channel, "dispatch", "guardrail", "ledger", "store", "zeebe")
                .map(name -> root + "." + name + "..")
                .toArray(String[]::new);
    }
}
