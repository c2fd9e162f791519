namespace Curate.Core.Dependencies;

/// <summary>What a <see cref="DependencySearch"/> found; columns are bits and numbers of the table, left sides in the order in which they were looked at.</summary>
internal sealed class SearchResult
{
    /// <summary>Minimal dependencies that hold.</summary>
    public List<FoundDependency> Exact { get; } = [];

    /// <summary>Dependencies that almost hold, none of which contains the left side of another one.</summary>
    public List<FoundDependency> Almost { get; } = [];

    /// <summary>Minimal keys.</summary>
    public List<ulong> Keys { get; } = [];

    /// <summary>Left sides that were looked at.</summary>
    public long LeftSides { get; set; }

    /// <summary>All left sides of so many columns were looked at.</summary>
    public int Complete { get; set; }

    /// <summary>No larger left side could give a minimal dependency.</summary>
    public bool IsExhausted { get; set; }

    /// <summary>The limit of work ended the search.</summary>
    public bool IsCut { get; set; }

    /// <summary>Visits of rows.</summary>
    public long Work { get; set; }
}
