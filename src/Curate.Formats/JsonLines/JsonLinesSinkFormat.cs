using Curate.Core.Data;
using Curate.Formats.Files;

namespace Curate.Formats.JsonLines;

/// <summary>
/// Writes JSON Lines. Rows of JSON Lines files are copied byte for byte; rows of other formats become one object each, with the columns
/// as keys in order and missing values as <c>null</c>.
/// </summary>
/// <param name="openOutput">Called once for each sink; the sink owns what it returns.</param>
public sealed class JsonLinesSinkFormat(Func<IByteOutput> openOutput) : IRecordSinkFormat
{
    /// <summary>A format for one sink that writes to <paramref name="output"/>.</summary>
    public JsonLinesSinkFormat(IByteOutput output)
        : this(() => output)
    {
    }

    /// <summary>True: whether a text is a number decides whether it gets quotes.</summary>
    public bool NeedsKinds => true;

    /// <inheritdoc/>
    public bool Accepts(PayloadLayout layout) => layout is JsonLinesLayout;

    /// <summary>
    /// Texts are taken as texts whatever they stand for, and JSON as JSON, so that no digit is written anew; other sources give values of
    /// their own kinds.
    /// </summary>
    public ColumnKind KindFor(Field field, IRecordSource source) => source.RawKind switch
    {
        ColumnKind.Text => ColumnKind.Text,
        ColumnKind.Json => ColumnKind.Json,
        _ => field.Kind ?? source.RawKind,
    };

    /// <inheritdoc/>
    public IRecordSink Open(SinkShape shape) => new LineSink(openOutput(), () => new JsonRowWriter(shape), "\n"u8.ToArray(), default);
}
