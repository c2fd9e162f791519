using Curate.Core.Running;

namespace Curate.Core.Dedupe.Near;

/// <summary>What the search for near-duplicates saw and did.</summary>
internal sealed class NearCounts
{
    /// <summary>Rows with at least one token.</summary>
    public long Texts { get; set; }

    /// <summary>Rows whose text is missing or has no token: they equal nothing.</summary>
    public long Empty { get; set; }

    /// <summary>Texts with fewer tokens than a shingle: compared whole.</summary>
    public long Short { get; set; }

    /// <summary>Texts most of whose tokens are characters of scripts without spaces.</summary>
    public long Unspaced { get; set; }

    /// <summary>Texts with bytes that are not UTF-8.</summary>
    public long Damaged { get; set; }

    /// <summary>Different texts after folding.</summary>
    public long Distinct { get; set; }

    /// <summary>Buckets with several different texts.</summary>
    public long Buckets { get; set; }

    /// <summary>Texts in the largest of them.</summary>
    public long LargestBucket { get; set; }

    /// <summary>Pairs that were measured.</summary>
    public long Compared { get; set; }

    /// <summary>Of these, pairs that passed.</summary>
    public long Passed { get; set; }

    /// <summary>Searches of one bucket for one text that ended before all of the bucket was seen.</summary>
    public long Cut { get; set; }

    public void Add(NearCounts other)
    {
        Texts += other.Texts;
        Empty += other.Empty;
        Short += other.Short;
        Unspaced += other.Unspaced;
        Damaged += other.Damaged;
    }

    public void Clear() => (Texts, Empty, Short, Unspaced, Damaged) = (0, 0, 0, 0, 0);

    /// <summary>Writes what was counted while texts were read.</summary>
    public void Save(BinaryWriter to)
    {
        foreach (long count in (long[])[Texts, Empty, Short, Unspaced, Damaged])
        {
            to.Write(count);
        }
    }

    public static NearCounts Load(BinaryReader from) => new()
    {
        Texts = from.ReadInt64(),
        Empty = from.ReadInt64(),
        Short = from.ReadInt64(),
        Unspaced = from.ReadInt64(),
        Damaged = from.ReadInt64(),
    };

    public ReportTable Table()
    {
        var table = new ReportTable("near_work", "Texts and comparisons", ["what", "count"]);
        foreach ((string what, long count) in ((string, long)[])
        [
            ("texts", Texts), ("without text", Empty), ("shorter than a shingle", Short), ("mostly characters as words", Unspaced), ("with damaged UTF-8", Damaged),
            ("different texts", Distinct), ("shared buckets", Buckets), ("texts in the largest bucket", LargestBucket), ("pairs compared", Compared), ("pairs alike", Passed), ("searches cut short", Cut),
        ])
        {
            table.Add(what, count);
        }

        return table;
    }
}
