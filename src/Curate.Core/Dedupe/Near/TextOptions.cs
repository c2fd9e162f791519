using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Text;

namespace Curate.Core.Dedupe.Near;

/// <summary>How texts are read and cut into shingles, as given; what is null follows from a preset or from the method.</summary>
public sealed record TextOptions
{
    /// <summary>Columns whose values, one after the other, are the text of a row.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>What is taken out of texts.</summary>
    public TextFolding? Folding { get; init; }

    public ShingleUnit? Unit { get; init; }

    /// <summary>Tokens of a shingle.</summary>
    public int? Shingle { get; init; }

    /// <summary>The columns, checked against the dataset.</summary>
    public IReadOnlyList<string> Columns(StartRequest request)
    {
        if (Text.Count == 0)
        {
            Fail.Usage("Near-duplicates are looked for in a text.", "Name its column with --text COL.");
        }

        return request.Columns(Text);
    }
}
