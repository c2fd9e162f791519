using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Formats.Files;
using Curate.Formats.Parquet;

namespace Curate.Cli.Options;

/// <summary>The options that all row-producing commands share.</summary>
internal sealed record RunOptions
{
    public string? InputFormat { get; init; }

    public char? Delimiter { get; init; }

    public char? Quote { get; init; }

    public string? Encoding { get; init; }

    public bool NoHeader { get; init; }

    public bool RenameDuplicates { get; init; }

    public IReadOnlyList<string> NullTexts { get; init; } = [];

    public IReadOnlyDictionary<string, ColumnKind> Types { get; init; } = new Dictionary<string, ColumnKind>();

    public SchemaMode Schema { get; init; } = SchemaMode.Union;

    public BadRowPolicy BadRows { get; init; } = BadRowPolicy.Fail;

    public string? QuarantinePath { get; init; }

    public long MaxRecordBytes { get; init; } = 64L << 20;

    public string? Where { get; init; }

    public IReadOnlyList<string> Columns { get; init; } = [];

    public long? Limit { get; init; }

    public string? Output { get; init; }

    public string? OutputFormat { get; init; }

    public char? OutputDelimiter { get; init; }

    public ParquetCompression? ParquetCompression { get; init; }

    public int? RowGroupRows { get; init; }

    public bool Force { get; init; }

    public long? RowsPerFile { get; init; }

    public IReadOnlyList<string> PartitionBy { get; init; } = [];

    public bool PreserveFiles { get; init; }

    public bool ReplaceColumns { get; init; }

    public string? Removed { get; init; }

    public bool NoProvenance { get; init; }

    public string? Report { get; init; }

    public bool FullReport { get; init; }

    public bool DryRun { get; init; }

    public bool EmitRecipe { get; init; }

    public long? Explain { get; init; }

    public IReadOnlyList<string> FailOn { get; init; } = [];

    public ulong Seed { get; init; } = RunContext.DefaultSeed;

    public int Workers { get; init; } = Environment.ProcessorCount;

    public long MemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    public string? Scratch { get; init; }

    public long ScratchLimit { get; init; } = long.MaxValue;

    public ShardChoice? Shard { get; init; }

    public bool NoProgress { get; init; }

    public bool Quiet { get; init; }

    public bool Verbose { get; init; }

    public bool Debug { get; init; }
}
