namespace Commerce.Judging;

/// <summary>I7 and I12: what must be true of versions and positions.</summary>
internal static class LogInvariants
{
    /// <summary>
    /// I7: every version of every aggregate is there, in order, and no position is missing.
    /// </summary>
    public static IEnumerable<string> EventsAreComplete(Facts facts)
    {
        var versions = new Dictionary<string, (long Version, DateTimeOffset At)>(
            StringComparer.Ordinal
        );
        var position = 0L;
        foreach (var fact in facts.Journal)
        {
            if (fact.Position != ++position)
                yield return $"position {position} is missing before {fact.Position}";

            position = fact.Position;
            var (version, at) = versions.GetValueOrDefault(fact.Stream);
            if (fact.Version != version + 1)
                yield return $"{fact.Stream}: {fact.Version} comes after {version}";
            if (fact.At < at)
                yield return $"{fact.Stream}: {fact.Version} is older than the one before";

            versions[fact.Stream] = (fact.Version, fact.At);
        }
    }

    /// <summary>I7: the log tells the journal, and the same each time.</summary>
    public static IEnumerable<string> LogTellsTheJournal(Facts facts)
    {
        var names = facts.Journal.Select(fact => $"{fact.Stream}@{fact.Version}").ToList();
        foreach (var reading in facts.Readings)
        {
            var told = reading.Select(item => item.Id).ToList();
            if (!names.Take(told.Count).SequenceEqual(told, StringComparer.Ordinal))
                yield return "the log tells other events than the journal";
            if (!reading.Zip(facts.Readings[0]).All(pair => pair.First == pair.Second))
                yield return "the log told the same events differently";
        }
    }

    /// <summary>
    /// I12: nobody who saw a version later sees an older one, unless a silo was cut off meanwhile.
    /// </summary>
    public static IEnumerable<string> VersionsNeverGoBack(Facts facts)
    {
        var sessions = facts
            .History.Where(call => call.IsOk && call.Heard is { Version: > 0, Resource: not null })
            .GroupBy(call => (call.Client, call.Heard!.Resource));
        foreach (var session in sessions)
        {
            var byAnswer = session.OrderBy(call => call.Answered).ToList();
            var (next, newest) = (0, 0L);
            foreach (var call in session.OrderBy(call => call.Asked))
            {
                for (; next < byAnswer.Count && byAnswer[next].Answered < call.Asked; next++)
                    newest = long.Max(newest, byAnswer[next].Heard!.Version);

                if (call.Heard!.Version < newest && !facts.IsInCut(call))
                    yield return $"{call}: version {call.Heard.Version} after {newest}";
            }
        }
    }
}
