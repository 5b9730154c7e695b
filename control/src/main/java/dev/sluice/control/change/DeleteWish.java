package dev.sluice.control.change;

import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.Rule;
import dev.sluice.model.Stored;
import dev.sluice.model.check.Installed;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** One resource shall go, and what belongs to it: a load balancer's listeners, their rules. */
public final class DeleteWish implements Wish {
    private final Target target;
    private final Precondition precondition;

    public DeleteWish(Target target, Precondition precondition) {
        this.target = target;
        this.precondition = precondition;
    }

    @Override
    public Decision decide(Catalog catalog, long revision, Installed installed) {
        Stored former = target.in(catalog).orElse(null);
        if (former == null) {
            return target.notFound();
        }
        Refusal refusal = precondition.check(former).orElse(null);
        if (refusal != null) {
            return refusal;
        }
        var steps = new ArrayList<Step>();
        remove(catalog, former, steps);
        Decision decision =
                Consequences.of(
                        catalog,
                        revision,
                        installed,
                        steps,
                        new IdentityHashMap<>(),
                        List.of(),
                        List.of());
        return decision instanceof Refusal referenced
                ? new Refusal(
                        Refusal.Reason.REFERENCED,
                        "other resources still need it; change or delete them first",
                        referenced.problems())
                : decision;
    }

    private static void remove(Catalog catalog, Stored former, List<Step> steps) {
        switch (former.kind()) {
            case LOAD_BALANCER ->
                    catalog.all(Kind.LISTENER).stream()
                            .filter(child -> belongs(catalog, child, former))
                            .forEach(child -> remove(catalog, child, steps));
            case LISTENER ->
                    catalog.all(Kind.RULE).stream()
                            .filter(child -> belongs(catalog, child, former))
                            .forEach(child -> steps.add(Step.remove(child)));
            case RULE, SERVER_GROUP, CERTIFICATE, ACCESS_LIST, DIRECTOR, CLUSTER -> {}
        }
        steps.add(Step.remove(former));
    }

    private static boolean belongs(Catalog catalog, Stored child, Stored parent) {
        String name =
                switch (child.resource()) {
                    case Listener listener -> listener.loadBalancer();
                    case Rule rule -> rule.listener();
                    default -> "";
                };
        return catalog.resolve(parent.kind(), child.resource().account(), name)
                .filter(parent::equals)
                .isPresent();
    }
}
