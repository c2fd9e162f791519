using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Parquet.Compression;

namespace Curate.Formats.Parquet;

/// <summary>How the pages of an output are compressed (<c>--parquet-compression</c>).</summary>
public sealed record ParquetCompression
{
    private static readonly (string Name, ParquetCodec Codec)[] s_codecs =
    [
        ("none", ParquetCodec.None), ("snappy", ParquetCodec.Snappy), ("gzip", ParquetCodec.Gzip), ("brotli", ParquetCodec.Brotli),
        ("lz4", ParquetCodec.Lz4Raw), ("zstd", ParquetCodec.Zstd),
    ];

    internal ParquetCodec Codec { get; private init; }

    /// <summary>The level, or null for the codec's own default.</summary>
    public int? Level { get; private init; }

    /// <summary>Reads <c>NAME</c> or <c>NAME:LEVEL</c>.</summary>
    /// <exception cref="CurateException">There is no such codec or level, or it is not installed.</exception>
    public static ParquetCompression Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? text : text[..colon];
        int at = Array.FindIndex(s_codecs, c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            Fail.Usage($"--parquet-compression takes none, snappy, gzip, brotli, lz4 or zstd, with or without :LEVEL, not {Fail.Show(text)}.");
        }

        ParquetCodec codec = s_codecs[at].Codec;
        int? level = null;
        if (colon >= 0)
        {
            if (PageCodecs.Levels(codec) is not { } levels)
            {
                Fail.Usage($"--parquet-compression {name} has no levels.");
                return null!;
            }

            if (!NumberText.TryWhole(text.AsSpan(colon + 1), out long number) || number < levels.Lowest || number > levels.Highest)
            {
                Fail.Usage(string.Create(CultureInfo.InvariantCulture,
                    $"--parquet-compression {name} takes a level from {levels.Lowest} to {levels.Highest}, not {Fail.Show(text[(colon + 1)..])}."));
            }

            level = (int)number;
        }

        if (!PageCodecs.CanCompress(codec))
        {
            Fail.With(ErrorCodes.CannotWrite, "--parquet-compression zstd needs the system's libzstd, which is not installed.", "Install libzstd, or choose snappy, gzip, brotli or lz4.");
        }

        return new ParquetCompression { Codec = codec, Level = level };
    }
}
