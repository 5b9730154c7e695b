package dev.sluice.app.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The compiled classes of all modules. */
final class Bytecode {
    static final String BASE = "dev.sluice";

    private Bytecode() {}

    /** What is shipped. */
    static JavaClasses ofProduct() {
        return of("target/classes", ImportOption.Predefined.DO_NOT_INCLUDE_PACKAGE_INFOS);
    }

    /** The tests, as far as they are compiled: with a whole build, those of all modules. */
    static JavaClasses ofTests() {
        return of("target/test-classes", ImportOption.Predefined.DO_NOT_INCLUDE_PACKAGE_INFOS);
    }

    private static JavaClasses of(String folder, ImportOption option) {
        List<Path> folders =
                SourceTree.modules().stream()
                        .map(module -> module.resolve(folder))
                        .filter(Files::isDirectory)
                        .toList();
        return new ClassFileImporter().withImportOption(option).importPaths(folders);
    }
}
