using Curate.Core.Text;

namespace Curate.Core.Dedupe.Near;

/// <summary>Options of <c>dedupe --method near</c> as given; what is null follows from the preset, else from the method's defaults.</summary>
public sealed record NearOptions
{
    public TextOptions Texts { get; init; } = new();

    public CopyOptions Copies { get; init; } = new();

    /// <summary>Parameters of another tool, or null.</summary>
    public string? Preset { get; init; }

    /// <summary>Least similarity of a pair.</summary>
    public double? Threshold { get; init; }

    /// <summary>Hash functions at hand.</summary>
    public int? Hashes { get; init; }

    public int? Bands { get; init; }

    public int? BandRows { get; init; }

    /// <summary>Weight of missed pairs against needless ones in the choice of bands.</summary>
    public double? RecallWeight { get; init; }

    public PairVerification? Verify { get; init; }

    /// <summary>Star rather than transitive clusters.</summary>
    public bool? Star { get; init; }

    /// <summary>Everything decided: what was given, else what the preset says, else the defaults.</summary>
    public NearOptions Filled()
    {
        NearOptions preset = OfPreset(Preset);
        PairVerification verify = Verify ?? preset.Verify ?? PairVerification.Jaccard;
        double threshold = Threshold ?? preset.Threshold ?? 0.8;
        double weight = RecallWeight ?? (verify == PairVerification.None ? 0.5 : 0.9);
        BandLayout layout = Layout(preset, threshold, weight);
        return this with
        {
            Texts = Texts with
            {
                Folding = Texts.Folding ?? preset.Texts.Folding ?? TextFolding.All,
                Unit = Texts.Unit ?? preset.Texts.Unit ?? ShingleUnit.Auto,
                Shingle = Texts.Shingle ?? preset.Texts.Shingle ?? 5,
            },
            Threshold = threshold,
            Hashes = verify == PairVerification.Signature ? Math.Max(Hashes ?? 128, layout.Hashes) : layout.Hashes,
            Bands = layout.Bands,
            BandRows = layout.Rows,
            RecallWeight = weight,
            Verify = verify,
            Star = Star ?? preset.Star ?? true,
        };
    }

    private BandLayout Layout(NearOptions preset, double threshold, double weight)
    {
        if (Bands is { } bands && BandRows is { } rows)
        {
            return new BandLayout(bands, rows);
        }

        // A preset's bands hold unless something they follow from is given.
        return preset.Bands is { } fixedBands && Threshold is null && Hashes is null && RecallWeight is null
            ? new BandLayout(fixedBands, preset.BandRows!.Value)
            : BandLayout.Choose(Hashes ?? 128, threshold, weight);
    }

    private static NearOptions OfPreset(string? name) => name switch
    {
        // Normalised as all of its steps do, five words, 14 bands of 8; components of unmeasured pairs.
        "fineweb" => new NearOptions
        {
            Texts = new TextOptions { Folding = TextFolding.All, Unit = ShingleUnit.Auto, Shingle = 5 },
            Bands = 14,
            BandRows = 8,
            Verify = PairVerification.None,
            Star = false,
        },
        "curator" => new NearOptions
        {
            Texts = new TextOptions { Folding = TextFolding.None, Unit = ShingleUnit.Characters, Shingle = 24 },
            Bands = 20,
            BandRows = 13,
            Verify = PairVerification.None,
            Star = false,
        },
        "text-dedup" => new NearOptions
        {
            Texts = new TextOptions { Folding = TextFolding.Lower | TextFolding.Punctuation, Unit = ShingleUnit.Words, Shingle = 5 },
            Threshold = 0.7,
            Bands = 25,
            BandRows = 10,
            Verify = PairVerification.None,
            Star = false,
        },
        _ => new NearOptions(),
    };
}
