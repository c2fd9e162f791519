using Curate.Core.Dedupe;
using Curate.Core.Dedupe.Near;
using Curate.Core.Methods;
using Curate.Core.Running;

namespace Curate.Core.Check.Leakage;

/// <summary>
/// Texts of one part that are nearly those of another: MinHash candidates across the two, each measured (<c>dedupe --method near --across</c>). A pair of
/// Jaccard similarity s is a candidate with the chance of the banding curve, 1 - (1 - s^rows)^bands.
/// </summary>
internal static class NearOverlap
{
    /// <summary>Texts of the checked part with one of the reference at least as similar as the threshold; equal texts are among them.</summary>
    public static PartOverlap Find(PassRunner passes, IReadOnlyList<SplitPart> parts, int checkedPart, int reference, NearOptions options)
    {
        NearOptions across = options with { Copies = new CopyOptions { Across = true, OnlyAcross = true } };
        var inputs = new PlanInputs(parts[checkedPart].Source, [parts[reference].Source]);
        using IRowPlanner planner = ((MethodEntry<NearOptions>)NearMethod.Entry).Start(across, new StartRequest(inputs, passes.Context) { NeedsPlan = true }).Planner!;
        using var plan = (DuplicatePlan)planner.Run(passes, inputs);
        var overlap = new PartOverlap(checkedPart, reference);
        var matched = new BitMap();
        foreach (DuplicateGroups.Member member in plan.GroupsOf.Members)
        {
            if (member.Across)
            {
                overlap.Add(member.Row, member.Kept, member.Similarity);
                matched.Set(member.Kept);
            }
        }

        overlap.ReferenceRows = matched.PopCount();
        overlap.Keys = overlap.ReferenceRows;
        return overlap;
    }
}
