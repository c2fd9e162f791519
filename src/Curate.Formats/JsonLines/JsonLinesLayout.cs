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

    /// <summary>Each record names its own keys.</summary>
    public override bool HasNames => false;

    public override PayloadLayout WithColumns(IReadOnlyList<string> names) => this;

    /// <summary>The record as it is spelled: two objects with the same members in another order or spacing are different rows.</summary>
    public override ReadOnlySpan<byte> KeyBytes(RowPayload payload, int row, ref byte[] buffer) => ((RecordBytes)payload)[row];

    /// <inheritdoc/>
    public override RowPayload CreatePayload() => new RecordBytes("\n"u8.ToArray());
}
