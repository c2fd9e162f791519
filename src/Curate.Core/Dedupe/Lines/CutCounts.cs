using Curate.Core.Running;

namespace Curate.Core.Dedupe.Lines;

/// <summary>What the report says about cuts.</summary>
internal sealed class CutCounts
{
    /// <summary>Texts that are not empty.</summary>
    public long Texts { get; set; }

    /// <summary>Bytes of all texts.</summary>
    public long TextBytes { get; set; }

    public long Changed { get; set; }

    public long Units { get; set; }

    public long Bytes { get; set; }

    public long TooShort { get; set; }

    /// <summary>Forgets cuts, but not texts: they will be looked for again.</summary>
    public void ForgetCuts() => (Changed, Units, Bytes, TooShort) = (0, 0, 0, 0);

    public ReportTable Table(string unit)
    {
        var table = new ReportTable("cuts", "What was repeated", ["what", "value"]);
        table.Add("texts", Texts);
        table.Add("bytes of texts", TextBytes);
        table.Add("texts with repeated " + unit, Changed);
        table.Add(unit + " cut", Units);
        table.Add("bytes cut", Bytes);
        table.Add("percent of bytes cut", TextBytes == 0 ? 0.0 : Math.Round(100.0 * Bytes / TextBytes, 3));
        table.Add("texts too short then", TooShort);
        return table;
    }
}
