package io.gatehouse.gateway.journal;

class InMemoryJournalTest extends JournalContract {

    @Override
    Journal open() {
        return new InMemoryJournal("00");
    }
}
