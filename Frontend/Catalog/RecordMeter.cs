namespace Commerce.Catalog;

/// <summary>
/// Reads a table, and stops where a record does not come to its end: a quote that is never closed
/// would take in the rest of the file, into memory.
/// </summary>
/// <param name="table">The text.</param>
/// <param name="max">Characters that may be read ahead of the end of a record.</param>
internal sealed class RecordMeter(TextReader table, int max) : TextReader
{
    private int _read;

    /// <summary>A record has come to its end.</summary>
    public void Reset() => _read = 0;

    /// <exception cref="InvalidDataException">A record is too long.</exception>
    public override int Read(char[] buffer, int index, int count) =>
        Count(table.Read(buffer, index, count));

    /// <exception cref="InvalidDataException">A record is too long.</exception>
    public override async Task<int> ReadAsync(char[] buffer, int index, int count) =>
        Count(await table.ReadAsync(buffer.AsMemory(index, count)));

    protected override void Dispose(bool disposing)
    {
        table.Dispose();
        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _read += read;
        return _read <= max ? read : throw new InvalidDataException("A record is too long.");
    }
}
