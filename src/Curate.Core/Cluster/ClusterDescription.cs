using System.Text;
using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>What a last pass over the rows says about clusters: how they agree with labels, what their nearest rows are called, which words mark them.</summary>
/// <remarks>Words are those of at most 10,000 texts, drawn at random.</remarks>
internal sealed class ClusterDescription
{
    /// <summary>Most texts whose words are counted.</summary>
    public const int MostTexts = 10_000;

    private const int ShownBytes = 240;

    private readonly Dictionary<(int Cluster, int Class), long> _classes = [];

    private ClusterDescription(NearestRows nearest) => Nearest = nearest;

    public NearestRows Nearest { get; }

    /// <summary>What each of the nearest rows is called (its id, or else the beginning of its text), by row; empty where neither is named.</summary>
    public Dictionary<long, string> Names { get; } = [];

    /// <summary>The words of clusters; null without texts.</summary>
    public ClusterWords? Words { get; private init; }

    /// <summary>Rows of each class in each cluster; the class is a group of <see cref="Labels"/>. Rows without a label are not counted.</summary>
    public IReadOnlyDictionary<(int Cluster, int Class), long> Classes => _classes;

    /// <summary>What classes are called, by the numbers of <see cref="Classes"/>.</summary>
    public List<string> Labels { get; } = [];

    /// <summary>Reads what is needed: nothing where no label, text or id is named.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">The rows.</param>
    /// <param name="placed">Their clusters.</param>
    /// <param name="options">Columns, and how much is shown.</param>
    /// <param name="draw">Which texts are read.</param>
    public static ClusterDescription Read(PassRunner passes, IRecordSource source, PlacedClusters placed, ClusteringOptions options, SeededDraw draw)
    {
        NearestRows nearest = NearestRows.Of(placed, options.NearestRows);
        bool words = options.Text is not null && options.Words > 0;
        string? name = options.NearestRows > 0 ? options.Id ?? options.Text : null;
        var description = new ClusterDescription(nearest) { Words = words ? new ClusterWords(placed.Count) : null };
        string[] columns = [.. new[] { options.Label.Length > 0 ? options.Label : null, words ? options.Text : null, name }.OfType<string>().Distinct(StringComparer.Ordinal)];
        if (columns.Length == 0)
        {
            return description;
        }

        int labelAt = Array.IndexOf(columns, options.Label);
        int textAt = words ? Array.IndexOf(columns, options.Text) : -1;
        int nameAt = name is null ? -1 : Array.IndexOf(columns, name);
        HashSet<long> shown = [];
        for (int c = 0; c < placed.Count && nameAt >= 0; c++)
        {
            foreach ((_, long row) in nearest.Rows(c))
            {
                shown.Add(row);
            }
        }

        BitMap? sampled = textAt >= 0 && placed.Rows > MostTexts ? Sample(placed.Rows, draw) : null;
        using var labels = new GroupTable([options.Label.Length > 0 ? options.Label : columns[0]], keepCodes: false);
        passes.Run<GroupPart>(source, ReadRequest.Of([.. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))]), "describe clusters",
            (batch, spent) => labelAt < 0 ? spent ?? new GroupPart() : GroupPart.Of(batch, labelAt, 1, spent),
            (batch, part) =>
            {
                ReadOnlySpan<int> classes = labelAt < 0 ? [] : labels.Fold(part);
                for (int i = 0; i < batch.Count; i++)
                {
                    long row = batch.FirstRow + i;
                    int cluster = placed.Codes[row] - 1;
                    if (cluster >= 0)
                    {
                        description.Add(batch, i, row, cluster, labelAt >= 0 && !batch[labelAt].IsNull(i) ? classes[i] : -1,
                            sampled is null || sampled[row] ? textAt : -1, shown.Contains(row) ? nameAt : -1);
                    }
                }
            });
        for (int g = 0; g < labels.Count; g++)
        {
            description.Labels.Add(labelAt < 0 ? "" : labels.Show(g));
        }

        return description;
    }

    /// <summary>A description of labels that are known already, without words or names.</summary>
    public static ClusterDescription Of(PlacedClusters placed, GroupTable? labels, int nearest)
    {
        var description = new ClusterDescription(NearestRows.Of(placed, nearest));
        bool[] missing = labels is null ? [] : [.. Enumerable.Range(0, labels.Count).Select(labels.IsMissing)];
        for (long row = 0; labels is not null && row < placed.Rows; row++)
        {
            int cluster = placed.Codes[row] - 1;
            int own = labels.Codes[row];
            if (cluster >= 0 && !missing[own])
            {
                description._classes[(cluster, own)] = description._classes.GetValueOrDefault((cluster, own)) + 1;
            }
        }

        for (int g = 0; labels is not null && g < labels.Count; g++)
        {
            description.Labels.Add(labels.Show(g));
        }

        return description;
    }

    private static BitMap Sample(long rows, SeededDraw draw)
    {
        var smallest = new BottomK(MostTexts);
        for (long row = 0; row < rows; row++)
        {
            smallest.Add(draw.Bits(0, row), new RowId(0, row));
        }

        var sampled = new BitMap();
        foreach (RankedRow one in smallest.ToSorted())
        {
            sampled.Set(one.Row.Row);
        }

        return sampled;
    }

    private void Add(RecordBatch batch, int at, long row, int cluster, int label, int textAt, int nameAt)
    {
        if (label >= 0)
        {
            _classes[(cluster, label)] = _classes.GetValueOrDefault((cluster, label)) + 1;
        }

        if (textAt >= 0 && !batch[textAt].IsNull(at))
        {
            Words!.Add(cluster, batch.Text(textAt)[at]);
        }

        if (nameAt >= 0 && !batch[nameAt].IsNull(at))
        {
            ReadOnlySpan<byte> text = batch.Text(nameAt)[at];
            string whole = Encoding.UTF8.GetString(text.Length > ShownBytes ? text[..ShownBytes] : text);
            Names[row] = whole.Length > 60 ? whole[..60] + "..." : whole;
        }
    }
}
