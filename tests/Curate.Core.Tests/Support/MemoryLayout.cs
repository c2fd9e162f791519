using System.Text;
using Curate.Core.Data;

namespace Curate.Core.Tests.Support;

/// <summary>Records of <see cref="MemoryTable"/>: fields joined by U+001F, a null as U+0000.</summary>
/// <param name="Names">Column names joined by U+001F.</param>
internal sealed record MemoryLayout(string Names) : PayloadLayout("memory")
{
    public const char Separator = '\u001f';
    public const string Null = "\0";

    public MemoryLayout(IReadOnlyList<string> names)
        : this(string.Join(Separator, names))
    {
    }

    public override bool HasNames => true;

    public override ReadOnlySpan<byte> KeyBytes(RowPayload payload, int row, ref byte[] buffer) => ((RecordBytes)payload)[row];

    public override RowPayload CreatePayload() => new RecordBytes("\n"u8.ToArray());

    public override PayloadLayout WithColumns(IReadOnlyList<string> names) => new MemoryLayout(names);

    public static byte[] Encode(IEnumerable<string?> fields) => Encoding.UTF8.GetBytes(string.Join(Separator, fields.Select(static f => f ?? Null)));

    public static string?[] Decode(ReadOnlySpan<byte> record) => [.. Encoding.UTF8.GetString(record).Split(Separator).Select(static f => f == Null ? null : f)];
}
