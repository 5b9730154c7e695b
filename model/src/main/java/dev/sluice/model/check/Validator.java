package dev.sluice.model.check;

import dev.sluice.model.Catalog;
import dev.sluice.model.Resource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says everything that is wrong with a whole catalog at once: names, references, addresses, and
 * fields that do not go together. What concerns one field alone was said when it was read. A pure
 * function of its arguments.
 */
public final class Validator {
    private Validator() {}

    /**
     * Checks a catalog.
     *
     * @param catalog all resources as they would be
     * @param drafts where a resource was written, so that problems name file and line; null for
     *     resources that were there before
     * @param installed where it would be served
     * @return each problem with the resource it is about
     */
    public static List<Finding> findings(
            Catalog catalog, Function<Resource, @Nullable Draft> drafts, Installed installed) {
        var findings = new Findings(catalog, drafts, installed);
        new NameChecks(findings).run();
        new ReferenceChecks(findings).run();
        new AddressChecks(findings).run();
        new VrrpChecks(findings).run();
        new HeirChecks(findings).run();
        new BgpChecks(findings).run();
        new ClusterChecks(findings).run();
        new GroupChecks(findings).run();
        new ListenerChecks(findings).run();
        new TargetChecks(findings).run();
        new ForwardingChecks(findings).run();
        new SocketChecks(findings).run();
        new RuleChecks(findings).run();
        new HonourChecks(findings).run();
        return findings.found();
    }

    /** Checks a catalog, as {@link #findings} does, where only the problems themselves matter. */
    public static List<Problem> check(
            Catalog catalog, Function<Resource, @Nullable Draft> drafts, Installed installed) {
        return findings(catalog, drafts, installed).stream().map(Finding::problem).toList();
    }
}
