namespace Curate.Core.Check.Leakage;

/// <summary>The parts of a run: those of one file by a split column, then the files of <c>--against</c>.</summary>
internal sealed class SplitParts : IDisposable
{
    private readonly CheckInputs _inputs;
    private readonly string? _splitColumn;
    private readonly long?[] _rows;

    public SplitParts(SplitLeakageOptions options, CheckInputs inputs)
    {
        _inputs = inputs;
        _splitColumn = options.SplitColumn;
        if (_splitColumn is not null)
        {
            All = SplitPart.Of(inputs.Passes, inputs.Main, _splitColumn, options.Train, out long unplaced);
            Unplaced = unplaced;
        }
        else
        {
            All = [new SplitPart(inputs.MainName, inputs.Main) { IsMain = true }];
        }

        for (int o = 0; o < inputs.Others.Count; o++)
        {
            All.Add(new SplitPart(o < inputs.OtherNames.Count ? inputs.OtherNames[o] : inputs.Others[o].Name, inputs.Others[o]) { IsEarlier = _splitColumn is null });
        }

        _rows = [.. All.Select(static p => p.Source.RowCount)];
    }

    /// <summary>All parts; each is checked against those behind it.</summary>
    public List<SplitPart> All { get; }

    /// <summary>Rows of the file without a value in the split column.</summary>
    public long Unplaced { get; }

    /// <summary>Every pair of parts, the checked one first.</summary>
    public IEnumerable<(int Checked, int Reference)> Pairs
    {
        get
        {
            for (int a = 0; a < All.Count; a++)
            {
                for (int b = a + 1; b < All.Count; b++)
                {
                    yield return (a, b);
                }
            }
        }
    }

    /// <summary>Columns of the first part that all parts have, the split column and another one aside.</summary>
    public string[] CommonColumns(string? aside) =>
        [.. All[0].Source.Schema.Fields.Select(static f => f.Name).Where(name => name != _splitColumn && name != aside && All.TrueForAll(p => p.Source.HasColumn(name)))];

    /// <summary>Whether all parts have some columns; where one lacks a column the report says that this kind of leak was not looked for.</summary>
    public bool Have(IReadOnlyList<string> columns, string kind, LeakReport report)
    {
        foreach (SplitPart part in All)
        {
            foreach (string column in columns)
            {
                if (!part.Source.HasColumn(column))
                {
                    report.NotLookedFor(kind, part.Name, column);
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Rows of a part, counted in a pass where nobody knows.</summary>
    public long RowsOf(int part)
    {
        _rows[part] ??= _inputs.Passes.Each(All[part].Source, Data.ReadRequest.CountOnly, "count rows of " + All[part].Name, static _ => { });
        return _rows[part]!.Value;
    }

    public void Dispose()
    {
        foreach (SplitPart part in All)
        {
            part.Dispose();
        }
    }
}
