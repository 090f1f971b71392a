using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Commerce.Imports;

/// <summary>A line as it is in the file, valid until the next is read.</summary>
/// <param name="Number">From 1.</param>
internal readonly record struct RawLine(long Number, ReadOnlyMemory<byte> Text, bool IsTooLong);

/// <summary>Reads a file line by line in bounded memory, however long its lines are.</summary>
internal static class RowReader
{
    private const byte End = (byte)'\n';

    public static async IAsyncEnumerable<RawLine> Read(
        Stream file,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var options = new StreamPipeReaderOptions(
            bufferSize: 2 * RowText.LengthMax,
            leaveOpen: true
        );
        var reader = PipeReader.Create(file, options);
        var (number, isTooLong) = (1L, false);
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var rest = read.Buffer;
            while (rest.PositionOf(End) is { } end)
            {
                var text = rest.Slice(0, end);
                yield return Line(number++, text, isTooLong);
                isTooLong = false;
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                if (!rest.IsEmpty || isTooLong)
                    yield return Line(number, rest, isTooLong);
                yield break;
            }

            // What is too long is thrown away as it comes.
            isTooLong |= rest.Length > RowText.LengthMax;
            reader.AdvanceTo(isTooLong ? rest.End : rest.Start, rest.End);
        }
    }

    private static RawLine Line(long number, ReadOnlySequence<byte> text, bool isTooLong)
    {
        isTooLong |= text.Length > RowText.LengthMax;
        return new(
            number,
            isTooLong ? default
                : text.IsSingleSegment ? text.First
                : text.ToArray(),
            isTooLong
        );
    }
}
