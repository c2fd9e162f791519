using Curate.Core.Grouping;

namespace Curate.Core.Split;

/// <summary>Times (or numbers) and strata of one batch.</summary>
internal sealed class TimePart
{
    /// <summary>Place of each row on the time axis: microseconds or the number itself.</summary>
    public double[] At { get; set; } = [];

    /// <summary>1 = a time, 2 = a number, 0 = missing, 3 = neither.</summary>
    public byte[] Kinds { get; set; } = [];

    public GroupPart? Entities { get; set; }
}
