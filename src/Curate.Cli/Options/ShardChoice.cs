using System.Runtime.CompilerServices;
using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Cli.Options;

/// <summary>Which part of the rows this process takes (<c>--shard 2/8</c>, counted from 0).</summary>
internal readonly record struct ShardChoice(int Index, int Count)
{
    /// <summary>Reads <c>i/N</c>, or <c>auto</c> from a Slurm array or a Kubernetes indexed job.</summary>
    public static ShardChoice Parse(string text)
    {
        if (text == "auto")
        {
            return Detect();
        }

        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && NumberText.TryWhole(text.AsSpan(0, slash), out long index) && NumberText.TryWhole(text.AsSpan(slash + 1), out long count)
            && count is >= 1 and <= 1_000_000 && index >= 0 && index < count)
        {
            return new ShardChoice((int)index, (int)count);
        }

        Fail.Usage($"--shard takes i/N with i from 0 to N-1, or auto, not {Fail.Show(text)}.", "For example --shard 0/4.");
        return default;
    }

    /// <summary>The first and the last (not included) of so many rows that this shard takes.</summary>
    // No method with 128-bit integers is compiled ahead; those that call this one are.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public (long From, long To) Of(long rows) => ((long)((Int128)rows * Index / Count), (long)((Int128)rows * (Index + 1) / Count));

    private static ShardChoice Detect()
    {
        string? slurm = Environment.GetEnvironmentVariable("SLURM_ARRAY_TASK_ID");
        string? first = Environment.GetEnvironmentVariable("SLURM_ARRAY_TASK_MIN") ?? "0";
        string? count = Environment.GetEnvironmentVariable("SLURM_ARRAY_TASK_COUNT");
        if (slurm is null)
        {
            // Kubernetes gives the index; the number of completions has to be handed on by the job's manifest.
            slurm = Environment.GetEnvironmentVariable("JOB_COMPLETION_INDEX");
            first = "0";
            count = Environment.GetEnvironmentVariable("JOB_COMPLETION_COUNT");
        }

        if (slurm is null || count is null)
        {
            Fail.Usage("--shard auto finds no complete pair of SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT, or JOB_COMPLETION_INDEX and JOB_COMPLETION_COUNT.",
                "Pass --shard i/N.");
        }

        if (NumberText.TryWhole(slurm, out long index) && NumberText.TryWhole(first, out long least))
        {
            return Parse(NumberText.Of(index - least) + "/" + count);
        }

        return Parse(slurm + "/" + count);
    }
}
