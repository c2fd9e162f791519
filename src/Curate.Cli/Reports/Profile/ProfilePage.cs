using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>A profile with what belongs to the run rather than to the data.</summary>
internal sealed record ProfilePage(ProfileReport Report)
{
    public required string Version { get; init; }

    public required int Workers { get; init; }

    public required double Seconds { get; init; }

    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Bad records that were left out, by error code.</summary>
    public IReadOnlyDictionary<string, long> BadRows { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Rows that <c>--where</c> left out.</summary>
    public long LeftOut { get; init; }
}
