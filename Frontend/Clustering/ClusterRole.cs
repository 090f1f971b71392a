namespace Commerce.Clustering;

/// <summary>What a process is in its cluster; its certificate says so by a name.</summary>
public enum ClusterRole
{
    /// <summary>Has grains. Reaches silos, and is reached by all.</summary>
    Silo = 1,

    /// <summary>Asks grains, through a silo's gateway.</summary>
    Frontend = 2,
}

/// <summary>How certificates call the processes of a cluster.</summary>
public static class ClusterNames
{
    /// <summary><c>silo.commerce</c>, <c>frontend.commerce</c>.</summary>
    public static string Of(ClusterRole role, string cluster) =>
        role is ClusterRole.Silo ? $"silo.{cluster}" : $"frontend.{cluster}";
}
