using System.Runtime.InteropServices;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>
/// MLSMOTE (Charte, Rivera, del Jesus and Herrera 2015): from each row of each label that is rarer than the mean, a row is made toward one of its k nearest rows
/// with that label. Categories are the most frequent ones of the neighbours; labels are voted on by the row and its neighbours.
/// </summary>
/// <remarks>As SMOTE for each rare label, and O(k labels) a made-up row.</remarks>
internal sealed class MlSmote : IRowMaker
{
    private const int TieDraw = 4;

    public FeatureForm Form => FeatureForm.Any;

    public LabelForm Label => LabelForm.Several;

    string? IRowMaker.Warning => null;

    public void Make(OverInput input, int ofClass, MadeRows made)
    {
        MultiLabels labels = input.Labels!;
        int[] members = input.Members(ofClass);
        var draw = input.Draw("mlsmote", ofClass);
        int[] bases = BaseRows.Of(members.Length, input.Growth[ofClass], even: true, draw);
        NearestOthers? near = Segments.NeighboursInClass(input, ofClass, members, bases, out int[] placeOf);
        bool fromNearer = OtherValues.FromNearer(input.Options.Other);
        var codes = new int[input.Store.Codes + 1];
        var votes = new int[labels.Names.Count];
        var chosen = new List<int>();
        for (int g = 0; g < bases.Length; g++)
        {
            int row = members[bases[g]];
            ReadOnlySpan<int> around = near is null ? [] : near[placeOf[bases[g]]];
            if (around.Length == 0)
            {
                made.Add(row, MadeRows.None, 0);
                continue;
            }

            for (int c = 0; c < input.Store.Codes; c++)
            {
                codes[c] = SmoteNc.MostFrequent(input.Store, around, input.Store.Numeric + c, draw.Bits(TieDraw + c, g));
            }

            int second = Segments.Pick(around, draw, g);
            double step = Segments.Step(draw, g);
            Vote(input, row, around, votes, chosen);

            // A set that stands in the copied row already keeps its own text.
            int copied = fromNearer && step > 0.5 ? second : row;
            codes[^1] = labels.Labels(input.ClassOf[copied]).SequenceEqual(CollectionsMarshal.AsSpan(chosen))
                ? -1
                : labels.Compose(CollectionsMarshal.AsSpan(chosen), input.ClassOf[copied]);
            made.Add(row, second, step, codes);
        }
    }

    /// <summary>The labels that enough of a row and its neighbours have, ascending; the label that all of them have is always among them.</summary>
    private static void Vote(OverInput input, int row, ReadOnlySpan<int> around, int[] votes, List<int> chosen)
    {
        MultiLabels labels = input.Labels!;
        Array.Clear(votes);
        Count(labels.Labels(input.ClassOf[row]), votes);
        foreach (int other in around)
        {
            Count(labels.Labels(input.ClassOf[other]), votes);
        }

        int voters = around.Length + 1;
        int needed = input.Options.LabelVote switch
        {
            LabelVote.Union => 1,
            LabelVote.Intersection => voters,
            _ => (voters + 1) / 2,
        };
        chosen.Clear();
        for (int label = 0; label < votes.Length; label++)
        {
            if (votes[label] >= needed)
            {
                chosen.Add(label);
            }
        }
    }

    private static void Count(ReadOnlySpan<int> labels, int[] votes)
    {
        foreach (int label in labels)
        {
            votes[label]++;
        }
    }
}
