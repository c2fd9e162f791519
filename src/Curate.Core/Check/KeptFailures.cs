using Curate.Core.Running;

namespace Curate.Core.Check;

/// <summary>Rows that checks keep for <c>--failures</c>.</summary>
internal static class KeptFailures
{
    /// <summary>Keeps rows of the main dataset under a name; rows kept under the same name before stay. Nothing where nobody asks for them.</summary>
    public static void Keep(CheckInputs inputs, string name, IEnumerable<long> rows)
    {
        if (!inputs.KeepsFailures)
        {
            return;
        }

        int at = inputs.Failures.FindIndex(f => f.Rule == name);
        BitMap bits = at >= 0 ? inputs.Failures[at].Rows : new BitMap();
        bool any = false;
        foreach (long row in rows)
        {
            inputs.Mark(bits, row);
            any = true;
        }

        if (at < 0 && any)
        {
            inputs.Failures.Add((name, bits));
        }
    }
}
