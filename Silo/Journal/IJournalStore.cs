using Commerce.EventSourcing;

namespace Commerce.Journal;

/// <summary>All that a store keeps for the grains. To dispose of it writes what waits.</summary>
public interface IJournalStore : IJournal, IAlarms, ISubjectKeys, IDisposable;
