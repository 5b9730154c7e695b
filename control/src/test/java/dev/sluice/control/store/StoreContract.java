package dev.sluice.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.AccessList;
import dev.sluice.model.Kind;
import dev.sluice.model.Stored;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do. Each kind of store has a test that extends this one. */
abstract class StoreContract {
    static final long RETAINED = 20;

    @SuppressWarnings("NullAway.Init")
    private Store store;

    /** Opens the store under test; a second call opens what the first one closed. */
    abstract Store open();

    @BeforeEach
    void begin() {
        store = open();
    }

    @AfterEach
    void end() {
        store.close();
    }

    @Test
    void a_new_store_is_empty_and_at_revision_zero() {
        assertThat(store.load().revision()).isZero();
        assertThat(store.load().all(Kind.ACCESS_LIST)).isEmpty();
        assertThat(changes(0)).isEmpty();
    }

    @Test
    void what_was_committed_is_there_after_reopening() {
        Stored one = list("acl-1", "one", 1, "192.0.2.0/24");
        store.commit(List.of(put(1, one), put(2, list("acl-2", "two", 2))));
        store.close();
        store = open();

        assertThat(store.load().revision()).isEqualTo(2);
        assertThat(store.load().resolve(Kind.ACCESS_LIST, "default", "one")).contains(one);
        assertThat(store.load().resolve(Kind.ACCESS_LIST, "default", "acl-2")).isPresent();
    }

    @Test
    void a_replaced_resource_keeps_its_id_and_gets_the_new_revision() {
        store.commit(List.of(put(1, list("acl-1", "one", 1))));
        store.commit(List.of(put(2, list("acl-1", "renamed", 2, "::1"))));

        assertThat(store.load().all(Kind.ACCESS_LIST))
                .containsExactly(list("acl-1", "renamed", 2, "::1"));
    }

    @Test
    void a_name_can_pass_from_one_resource_to_another_in_one_commit() {
        Stored old = list("acl-1", "one", 1);
        store.commit(List.of(put(1, old)));
        store.commit(
                List.of(
                        new Commit(
                                2, 0, List.of(old), List.of(list("acl-9", "one", 2)), List.of())));

        assertThat(store.load().all(Kind.ACCESS_LIST))
                .extracting(Stored::id)
                .containsExactly("acl-9");
    }

    @Test
    void the_history_tells_each_step_in_order() {
        Stored one = list("acl-1", "one", 1);
        store.commit(List.of(put(1, one)));
        store.commit(List.of(put(2, list("acl-2", "two", 2)), remove(3, one)));

        assertThat(changes(0)).extracting(Change::revision).containsExactly(1L, 2L, 3L);
        assertThat(changes(1)).extracting(Change::removed).containsExactly(false, true);
        assertThat(changes(2).getFirst().resource()).isEqualTo(one);
        assertThat(changes(3)).isEmpty();
        assertThat(changes(99)).isEmpty();
    }

    @Test
    void a_page_of_history_never_cuts_a_revision() {
        var three = List.of(list("acl-1", "a", 1), list("acl-2", "b", 1), list("acl-3", "c", 1));
        store.commit(List.of(new Commit(1, 0, List.of(), three, List.of())));
        store.commit(List.of(put(2, list("acl-4", "d", 2))));

        var page = (History.Changes) store.since(0, 2);

        assertThat(page.changes()).hasSize(3);
        assertThat(page.upTo()).isEqualTo(1);
        assertThat(((History.Changes) store.since(1, 2)).upTo()).isEqualTo(2);
    }

    @Test
    void a_history_that_is_forgotten_says_so() {
        for (long revision = 1; revision <= RETAINED + 5; revision++) {
            store.commit(List.of(put(revision, list("acl-1", "one", revision))));
        }

        assertThat(store.since(4, 10)).isEqualTo(new History.TooOld(5));
        assertThat(changes(5)).hasSize((int) RETAINED);
    }

    @Test
    void a_commit_that_does_not_follow_changes_nothing() {
        store.commit(List.of(put(1, list("acl-1", "one", 1))));
        var gap = List.of(put(2, list("acl-2", "two", 2)), put(4, list("acl-3", "three", 4)));

        assertThatThrownBy(() -> store.commit(gap)).isInstanceOf(StaleCommit.class);
        assertThatThrownBy(() -> store.commit(List.of(put(1, list("acl-4", "x", 1)))))
                .isInstanceOf(StaleCommit.class);
        assertThat(store.load().revision()).isEqualTo(1);
        assertThat(store.load().all(Kind.ACCESS_LIST)).hasSize(1);
    }

    @Test
    void a_commit_that_fails_halfway_leaves_nothing_behind() {
        store.commit(List.of(put(1, list("acl-1", "one", 1))));
        var sameName = List.of(put(2, list("acl-2", "two", 2)), put(3, list("acl-3", "one", 3)));

        assertThatThrownBy(() -> store.commit(sameName)).isInstanceOf(StoreException.class);
        assertThat(store.load().revision()).isEqualTo(1);
        assertThat(store.load().all(Kind.ACCESS_LIST)).hasSize(1);
        store.commit(List.of(put(2, list("acl-5", "five", 2))));
        assertThat(changes(1)).hasSize(1);
    }

    @Test
    void the_audit_tells_who_did_what_newest_first() {
        store.commit(List.of(put(1, list("acl-1", "one", 1))));
        store.commit(List.of(put(2, list("acl-1", "one", 2))));

        List<Audit> newest = store.audit(Long.MAX_VALUE, 1);
        assertThat(newest).extracting(Audit::revision).containsExactly(2L);
        assertThat(newest.getFirst().actor()).isEqualTo("cli");
        assertThat(store.audit(newest.getFirst().number(), 10))
                .extracting(Audit::revision)
                .containsExactly(1L);
    }

    private List<Change> changes(long since) {
        var all = new ArrayList<Change>();
        if (store.since(since, 1000) instanceof History.Changes found) {
            all.addAll(found.changes());
        }
        return all;
    }

    static Commit put(long revision, Stored stored) {
        return new Commit(
                revision, 1, List.of(), List.of(stored), List.of(audit(revision, stored)));
    }

    private static Commit remove(long revision, Stored stored) {
        return new Commit(
                revision, 1, List.of(stored), List.of(), List.of(audit(revision, stored)));
    }

    private static Audit audit(long revision, Stored stored) {
        return new Audit(
                0,
                revision,
                1,
                "cli",
                "create",
                stored.kind().singular(),
                "default",
                stored.resource().name(),
                stored.id(),
                "committed");
    }

    static Stored list(String id, String name, long revision, String... entries) {
        return new Stored(
                id, revision, Stored.BY_API, new AccessList(name, "default", List.of(entries)));
    }
}
