using Curate.Core.Errors;
using Curate.Core.Methods;

namespace Curate.Core.Dedupe;

/// <summary>What all methods of dedupe share: which of several copies stays, what rows are compared with, and what is said of the copies.</summary>
public sealed record CopyOptions
{
    /// <summary>Which copy stays.</summary>
    public KeepRule Keep { get; init; } = KeepRule.First;

    /// <summary>Rows are compared only with rows that have the same values here.</summary>
    public IReadOnlyList<string> Within { get; init; } = [];

    /// <summary>A second dataset was given: rows that occur in it leave too.</summary>
    public bool Across { get; init; }

    /// <summary>Rows leave only if they occur in the second dataset.</summary>
    public bool OnlyAcross { get; init; }

    /// <summary>Keep every row and say in columns what it is a duplicate of.</summary>
    public bool Mark { get; init; }

    /// <summary>Add the size of its group to each kept row.</summary>
    public bool ClusterSize { get; init; }

    /// <summary>The groups are asked for, not only which rows leave.</summary>
    public bool WantsGroups => Mark || ClusterSize;

    /// <summary>Refuses combinations without a meaning.</summary>
    public void Validate()
    {
        if (OnlyAcross && !Across)
        {
            Fail.Usage("--only-across needs a second dataset.", "Pass --across FILE.");
        }
    }

    /// <summary>The same with column lists and names checked against the dataset.</summary>
    public CopyOptions Bound(StartRequest request) => this with
    {
        Within = request.Columns(Within),
        Keep = Keep.Column is { } column ? Keep with { Column = request.Column(column) } : Keep,
    };
}
