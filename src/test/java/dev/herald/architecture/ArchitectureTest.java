package dev.herald.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    private static final String ROOT = "dev.herald";
    private static final String PLANTED = "dev.herald.architecture.planted";
    /** What each of these may see of Herald; what is not here is held by the rule about cycles. */
    private static final Map<String, List<String>> ARROWS = new TreeMap<>(Map.of(
            "email", List.of("message", "email.address", "email.mime", "email.smtp", "email.report"),
            "email.address", List.of("message"),
            "email.mime", List.of("message", "email.address"),
            "email.smtp", List.of("message", "email.address"),
            "email.report", List.of("message", "email.address"),
            "sms", List.of("message", "sms.text", "sms.callback"),
            "sms.text", List.of(),
            "sms.callback", List.of("message"),
            "zeebe.input", List.of("message", "dispatch"),
            "document", List.of("message")));
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
                        () -> assertThat(rule.getValue().evaluate(VIOLATIONS).hasViolation())
                                .isTrue()));
    }

    private static Map<String, ArchRule> rules(String root) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("message sees nothing but Java", classes().that().resideInAPackage(root + ".message..").should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(root + ".message..", "java..", "javax.crypto..", "org.jspecify.."));
        ARROWS.forEach((name, seen) -> rules.put(name + " sees no other package of Herald than " + seen,
                noClasses().that().resideInAPackage(root + '.' + name).should()
                        .dependOnClassesThat(resideInAPackage(root + "..")
                                .and(not(resideInAnyPackage(packages(root, name, seen)))))));
        rules.put("only address, mime and report see Jakarta Mail",
                onlyIn(root, "email.address", "email.mime", "email.report").dependOnClassesThat()
                        .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus.."));
        rules.put("only sms sees Twilio", onlyIn(root, "sms").dependOnClassesThat()
                .resideInAnyPackage("com.twilio..", "com.google.i18n.phonenumbers.."));
        rules.put("only zeebe and document see Camunda",
                onlyIn(root, "zeebe", "document").dependOnClassesThat().resideInAnyPackage("io.camunda.."));
        rules.put("times that replicas compare are the engine's, of which zeebe tells", noClasses().that()
                .resideInAnyPackage(
                        packages(root, "ledger..", List.of("sms..", "dispatch..", "guardrail..", "email.mime..")))
                .should().callMethod(InstantSource.class, "system").orShould().callMethod(Instant.class, "now")
                .orShould().callMethod(System.class, "currentTimeMillis"));
        rules.put("no cycle between packages", SlicesRuleDefinition.slices().assignedFrom(new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass it) {
                return SliceIdentifier.of(it.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        }).should().beFreeOfCycles());
        rules.replaceAll((name, rule) -> rule.allowEmptyShould(true));
        return rules;
    }

    private static ClassesShould onlyIn(String root, String... names) {
        return noClasses().that()
                .resideOutsideOfPackages(Stream.of(names).map(name -> root + '.' + name + "..").toArray(String[]::new))
                .should();
    }

    private static String[] packages(String root, String name, List<String> seen) {
        return Stream.concat(Stream.of(name), seen.stream())
                .map(it -> root + '.' + (it.equals("message") ? "message.." : it)).toArray(String[]::new);
    }
}
