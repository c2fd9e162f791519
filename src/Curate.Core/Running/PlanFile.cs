using Curate.Core.Errors;
using Curate.Core.Running.Plans;

namespace Curate.Core.Running;

/// <summary>Plans as files: a magic, a version, the identity of what the plan was made from, and the plan. These are the checkpoints of a recipe.</summary>
public static class PlanFile
{
    private const string Magic = "curate-plan";
    private const int Version = 1;

    /// <summary>Writes <paramref name="plan"/> with the key (a hash of options, version, inputs) under which it may be reused.</summary>
    public static void Write(Stream to, RowPlan plan, string key)
    {
        using var writer = new BinaryWriter(to, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(key);
        plan.Save(writer);
    }

    /// <summary>The plan that was written under <paramref name="key"/>, or null when the file belongs to something else.</summary>
    public static RowPlan? Read(Stream from, string key)
    {
        using var reader = new BinaryReader(from, System.Text.Encoding.UTF8, leaveOpen: true);
        try
        {
            if (reader.ReadString() != Magic || reader.ReadInt32() != Version || reader.ReadString() != key)
            {
                return null;
            }

            return ReadPlan(reader);
        }
        catch (Exception damage) when (DamagedBytes.Explain(damage))
        {
            throw new CurateException(ErrorCodes.CorruptFile, "The plan file is damaged or cut short.", "Delete it; the run makes it again.", damage);
        }
    }

    internal static RowPlan ReadPlan(BinaryReader reader)
    {
        string form = reader.ReadString();
        return form switch
        {
            "all" => new AllRows { InputRows = reader.ReadInt64() },
            "kept" => KeptRows.Load(reader),
            "listed" => ListedRows.Load(reader),
            "counts" => CopyCounts.Load(reader),
            "order" => RowOrder.Load(reader),
            "shuffled" => ShuffledOrder.Load(reader),
            "edited" => EditedRows.Load(reader),
            "synthetic" => SyntheticRows.Load(reader),
            "reasoned" => ReasonedRows.Load(reader),
            "split" => Split.SplitPlan.Load(reader),
            "without" => WithoutRows.Load(reader),
            "class-copies" => Resample.ClassCopies.Load(reader),
            "even-copies" => Resample.Balance.EvenCopies.Load(reader),
            "rehydrated" => Resample.Balance.RehydratedRows.Load(reader),
            "matched" => Resample.Balance.Pairing.MatchedRows.Load(reader),
            "class-weights" => Resample.ClassWeights.Load(reader),
            "picked" => Select.Clusters.PickedRows.Load(reader),
            "clusters" => Cluster.ClusterPlan.Load(reader),
            "cells" => Resample.Clusters.CellPlan.Load(reader),
            "cell-weights" => Resample.Weights.CellWeights.Load(reader),
            "row-weights" => Resample.Weights.RowWeights.Load(reader),
            "mix" => Mix.MixPlan.Load(reader),
            "sampled" => Select.Sampling.SampledRows.Load(reader),
            "cuts" => Dedupe.Lines.CutPlan.Load(reader),
            "rules" => Select.Rules.RulesPlan.Load(reader),
            "duplicates" => Dedupe.DuplicatePlan.Load(reader),
            _ => throw new FormatException($"Unknown plan form '{form}'."),
        };
    }
}
