using System.Collections.Immutable;

namespace Commerce.LoadTests.Plans;

/// <summary>What the levels of a plan count.</summary>
public enum LoadUnit
{
    /// <summary>Operations meant to start each second, whether or not earlier ones have ended: an
    /// open model.</summary>
    Rate,

    /// <summary>Users who each begin again when they have ended: a closed model.</summary>
    Users,
}

/// <summary>How much load there is when.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="UntilSoldOut">Whether its last phase ends when the scenario has nothing left to
/// sell; its length is then the most that it may take.</param>
/// <param name="Offset">By how much of one operation each of its operations is later.</param>
public sealed record LoadPlan(
    string Text,
    LoadUnit Unit,
    ImmutableArray<Phase> Phases,
    bool UntilSoldOut = false,
    double Offset = 0
)
{
    public static readonly TimeSpan LengthMax = TimeSpan.FromDays(1);

    public TimeSpan Length =>
        Phases.Aggregate(TimeSpan.Zero, (length, phase) => length + phase.Length);

    /// <summary>The most users there are at once; 0 for a plan of rates.</summary>
    public int UsersMax =>
        Unit is LoadUnit.Users
            ? (int)Math.Ceiling(Phases.Max(phase => double.Max(phase.From, phase.To)))
            : 0;

    /// <summary>So many operations a second, evenly.</summary>
    public static LoadPlan AtRate(double rate, TimeSpan length) =>
        new(
            string.Create(null, $"hold {rate}/s {length.TotalSeconds}s"),
            LoadUnit.Rate,
            [new(rate, rate, length)]
        );

    /// <summary>So many users, all the time.</summary>
    public static LoadPlan WithUsers(int users, TimeSpan length) =>
        new(
            string.Create(null, $"users {users} {length.TotalSeconds}s"),
            LoadUnit.Users,
            [new(users, users, length)]
        );

    /// <summary>The same, after so much time at the level at which it begins.</summary>
    public LoadPlan After(TimeSpan warmup) =>
        warmup == TimeSpan.Zero
            ? this
            : this with
            {
                Phases = Phases.Insert(0, new(Phases[0].From, Phases[0].From, warmup)),
            };

    /// <summary>A part of it, where several share it: each has its share of each level.</summary>
    public LoadPlan Share(int part, int parts) =>
        this with
        {
            Phases =
            [
                .. Phases.Select(phase =>
                    phase with
                    {
                        From = ShareOf(phase.From, part, parts),
                        To = ShareOf(phase.To, part, parts),
                    }
                ),
            ],
            // Of several none begins when another does.
            Offset = (double)part / parts,
        };

    /// <summary>The level so many seconds after its beginning.</summary>
    public double LevelAt(double seconds)
    {
        foreach (var phase in Phases)
        {
            if (seconds < phase.Length.TotalSeconds)
                return phase.LevelAt(seconds);

            seconds -= phase.Length.TotalSeconds;
        }

        return 0;
    }

    /// <summary>Operations meant to start by then.</summary>
    public double StartsBy(double seconds)
    {
        var starts = 0.0;
        foreach (var phase in Phases)
        {
            var part = double.Clamp(seconds, 0, phase.Length.TotalSeconds);
            starts += phase.StartsBy(part);
            seconds -= part;
        }

        return starts;
    }

    /// <summary>When that operation is meant to start, from 0 on; infinity: in no phase.</summary>
    public double MomentOf(long start)
    {
        var (left, begun) = (start + Offset, 0.0);
        foreach (var phase in Phases)
        {
            var length = phase.Length.TotalSeconds;
            var starts = phase.StartsBy(length);
            if (left < starts)
                return begun + phase.MomentOf(left);

            (left, begun) = (left - starts, begun + length);
        }

        return double.PositiveInfinity;
    }

    /// <summary>When that user, from 0 on, is there again; infinity: no more.</summary>
    public double NextOf(int user, double from)
    {
        var begun = 0.0;
        foreach (var phase in Phases)
        {
            var length = phase.Length.TotalSeconds;
            var within = double.Max(0, from - begun);
            if (within < length && phase.FirstAbove(user, within) is { } moment)
                return begun + moment;

            begun += length;
        }

        return double.PositiveInfinity;
    }

    /// <summary>Users are whole: the first parts have those that cannot be shared.</summary>
    private double ShareOf(double level, int part, int parts) =>
        Unit is LoadUnit.Rate ? level / parts : Math.Floor((level + parts - 1 - part) / parts);
}
