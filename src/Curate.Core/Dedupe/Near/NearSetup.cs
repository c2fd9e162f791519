using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Core.Text;

namespace Curate.Core.Dedupe.Near;

/// <summary>Everything that the planner of near-duplicates needs to know, whichever sketch finds the candidates.</summary>
internal sealed class NearSetup
{
    /// <summary>Columns whose values, one after the other, are the text of a row.</summary>
    public required IReadOnlyList<string> Text { get; init; }

    public required TextFolding Folding { get; init; }

    public required ShingleUnit Unit { get; init; }

    /// <summary>Tokens of a shingle.</summary>
    public required int Shingle { get; init; }

    public required CopyOptions Copies { get; init; }

    /// <summary>Makes a sketch for a thread.</summary>
    public required Func<ITextSketch> NewSketch { get; init; }

    public required PairMeasure Measure { get; init; }

    /// <summary>Members are alike to the row that stays; else only to some other member.</summary>
    public required bool Star { get; init; }

    /// <summary>Two texts of one shingle each are alike only when they are equal, and a text of one shingle is at most half like any other.</summary>
    public required bool SkipsSingleShingles { get; init; }

    /// <summary>Failed comparisons after which the search of one bucket for one text ends.</summary>
    public required int MostFailures { get; init; }

    /// <summary>What the report says about the choice of parameters.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>What characters become; made once and shared by all threads.</summary>
    public FoldTable Table => field ??= new FoldTable(Folding);

    /// <summary>The columns of texts, then those of blocks, then that of the keep rule.</summary>
    public ReadRequest Request
    {
        get
        {
            string[] ranked = Copies.Keep.Column is { } column ? [column] : [];
            return Requesting([.. Text, .. Copies.Within, .. ranked]);
        }
    }

    /// <summary>The columns of texts alone.</summary>
    public ReadRequest TextRequest => Requesting(Text);

    public ShingleReader NewReader() => new(Table, Unit, Shingle);

    private static ReadRequest Requesting(IReadOnlyList<string> columns) => new() { Columns = [.. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))] };
}
