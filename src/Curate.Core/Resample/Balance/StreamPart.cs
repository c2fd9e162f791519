using Curate.Core.Grouping;

namespace Curate.Core.Resample.Balance;

/// <summary>Classes, draws and badness of the rows of one batch.</summary>
internal sealed class StreamPart
{
    public GroupPart? Groups { get; set; }

    public BufferedRow[] Rows { get; set; } = [];
}
