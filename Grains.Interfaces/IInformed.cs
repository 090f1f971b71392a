namespace Commerce;

/// <summary>A grain that waits for something that others find out, whoever they are.</summary>
[Alias("commerce.informed")]
public interface IInformed : IGrainWithStringKey
{
    /// <summary>
    /// What it waits for may have changed: it should go and ask. Harmless otherwise.
    /// </summary>
    [Alias("hear")]
    Task Hear();
}
