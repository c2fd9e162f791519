using Curate.Core.Grouping;
using Curate.Core.Running;

namespace Curate.Core.Split;

/// <summary>Which split each row goes to, 1 to 4 bytes a row.</summary>
public sealed class RowParts(RunContext? context = null) : IDisposable
{
    /// <summary>The row is in no split.</summary>
    public const int None = 0;

    private readonly RowCodes _codes = new(context);

    public long Count => _codes.Count;

    /// <summary>Split of a row counted from 0, or -1.</summary>
    public int this[long row] => _codes[row] - 1;

    /// <summary>Appends the split of the next row, counted from 0, or -1 for none.</summary>
    public void Append(int part) => _codes.Append(part + 1);

    public void Save(BinaryWriter to) => _codes.Save(to);

    public void Dispose() => _codes.Dispose();

    public static RowParts Load(BinaryReader from, int parts)
    {
        var loaded = new RowParts();
        loaded._codes.AppendSaved(from, [.. Enumerable.Range(0, parts + 1)]);
        return loaded;
    }
}
