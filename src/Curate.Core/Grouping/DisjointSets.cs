using Curate.Core.Running;

namespace Curate.Core.Grouping;

/// <summary>
/// Sets that are joined (union-find with path halving, the smaller number as the root): the components of a graph given edge by edge. The
/// root of a set is its smallest member, whatever the order of the edges. About O(log n) a call at worst, near O(1) in practice; 4 bytes a member, in memory or on scratch.
/// </summary>
public sealed class DisjointSets : IDisposable
{
    private readonly ScratchArray<int> _parents;

    /// <param name="context">Budget and scratch.</param>
    /// <param name="members">Members, each in a set of its own at first.</param>
    public DisjointSets(RunContext context, int members)
    {
        _parents = new ScratchArray<int>(context, "sets", members);
        for (int i = 0; i < members; i++)
        {
            _parents[i] = i;
        }
    }

    /// <summary>The smallest member of the set of a member.</summary>
    public int Root(int member)
    {
        while (true)
        {
            ref int parent = ref _parents[member];
            if (parent == member)
            {
                return member;
            }

            int grand = _parents[parent];
            parent = grand;
            member = grand;
        }
    }

    /// <summary>Joins the sets of two members; false when they are one already.</summary>
    public bool Join(int a, int b)
    {
        a = Root(a);
        b = Root(b);
        if (a == b)
        {
            return false;
        }

        _parents[Math.Max(a, b)] = Math.Min(a, b);
        return true;
    }

    public void Dispose() => _parents.Dispose();
}
