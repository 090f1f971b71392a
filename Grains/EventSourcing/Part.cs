namespace Commerce.EventSourcing;

/// <summary>
/// The journal's partitions as news is told of them: some go together in a part, which is one
/// Orleans stream, and has one grain of each kind of consumer.
/// </summary>
public static class Part
{
    /// <summary>
    /// Every part is a batch and a transaction of its own: fewer are cheaper, and more may be
    /// spread among more silos.
    /// </summary>
    public const int Count = 8;

    /// <summary>The namespace of the streams; their keys are the numbers of the parts.</summary>
    public const string Namespace = "part";

    public static int Of(string stream) => Partition.Of(stream) % Count;
}
