using Curate.Core.Data;

namespace Curate.Core.Running.Plans;

/// <summary>What made-up rows look like: which columns change, what is said about them, where they stand.</summary>
public sealed record SyntheticLayout
{
    /// <summary>Computed columns, in the order of the parents' numbers.</summary>
    public IReadOnlyList<SyntheticColumn> Columns { get; init; } = [];

    /// <summary>Category columns, in the order of the codes.</summary>
    public IReadOnlyList<SyntheticCategory> Categories { get; init; } = [];

    /// <summary>Columns that have one value in all made-up rows.</summary>
    public IReadOnlyList<KeyValuePair<string, CellValue>> Fixed { get; init; } = [];

    /// <summary>Everything else is copied from the nearer parent instead of the first one.</summary>
    public bool FromNearer { get; init; }

    /// <summary>A column that tells made-up rows, or null.</summary>
    public string? FlagColumn { get; init; }

    /// <summary>Columns with the input rows, counted from 0, of both parents; or null.</summary>
    public (string First, string Second)? ParentColumns { get; init; }

    public SyntheticOrder Order { get; init; }

    /// <summary>The columns that are added to all rows.</summary>
    public IReadOnlyList<Field> Added =>
    [
        .. FlagColumn is null ? Array.Empty<Field>() : [new Field(FlagColumn, ColumnKind.Flag)],
        .. ParentColumns is not { } parents ? Array.Empty<Field>() : [new Field(parents.First, ColumnKind.Whole), new Field(parents.Second, ColumnKind.Whole)],
    ];

    internal void Save(BinaryWriter to)
    {
        to.Write(Columns.Count);
        foreach (SyntheticColumn column in Columns)
        {
            column.Save(to);
        }

        to.Write(Categories.Count);
        foreach (SyntheticCategory category in Categories)
        {
            category.Save(to);
        }

        to.Write(Fixed.Count);
        foreach ((string name, CellValue value) in Fixed)
        {
            to.Write(name);
            CellValues.Save(value, to);
        }

        to.Write(FromNearer);
        to.Write(FlagColumn ?? "");
        to.Write(ParentColumns?.First ?? "");
        to.Write(ParentColumns?.Second ?? "");
        to.Write((byte)Order);
    }

    internal static SyntheticLayout Load(BinaryReader from)
    {
        SyntheticColumn[] columns = List(from, SyntheticColumn.Load);
        SyntheticCategory[] categories = List(from, SyntheticCategory.Load);
        KeyValuePair<string, CellValue>[] constants = List(from, static f => KeyValuePair.Create(f.ReadString(), CellValues.Load(f)));
        bool nearer = from.ReadBoolean();
        string flag = from.ReadString();
        string first = from.ReadString();
        string second = from.ReadString();
        return new SyntheticLayout
        {
            Columns = columns,
            Categories = categories,
            Fixed = constants,
            FromNearer = nearer,
            FlagColumn = flag.Length == 0 ? null : flag,
            ParentColumns = first.Length == 0 ? null : (first, second),
            Order = (SyntheticOrder)from.ReadByte(),
        };
    }

    private static T[] List<T>(BinaryReader from, Func<BinaryReader, T> item)
    {
        var list = new List<T>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            list.Add(item(from));
        }

        return [.. list];
    }
}
