using Curate.Core.Data;

namespace Curate.Formats.JsonLines;

/// <summary>
/// The layout of JSON Lines payloads: each record is the text of one object, in its own spelling, without the line end. All such layouts
/// are equal, because an object says its own keys: rows of any JSON Lines file can stand beside those of any other.
/// </summary>
public sealed record JsonLinesLayout : PayloadLayout
{
    private JsonLinesLayout()
        : base("jsonl")
    {
    }

    /// <summary>The one layout.</summary>
    public static JsonLinesLayout Instance { get; } = new();

    /// <inheritdoc/>
    public override RowPayload CreatePayload() => new RecordBytes("\n"u8.ToArray());
}
