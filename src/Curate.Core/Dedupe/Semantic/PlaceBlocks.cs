namespace Curate.Core.Dedupe.Semantic;

/// <summary>
/// Cuts places into consecutive blocks that are decided one after the other. A block is small enough that the pairs inside it can be held whatever the
/// data, and large enough that its queries fill the scans of each cluster; the first ones are small, because a clump of vectors that are all alike is
/// settled by the first of them. The cut depends on the data alone.
/// </summary>
internal sealed class PlaceBlocks
{
    private const int Smallest = 1024;
    private const int Largest = 1 << 17;
    private const int PerCluster = 64;
    private const int MostOfOneCluster = 1024;
    private readonly SemanticSpace _space;
    private readonly int _most;
    private readonly int[] _inBlock;
    private int _size = Smallest;

    public PlaceBlocks(SemanticSpace space)
    {
        _space = space;
        _most = (int)Math.Clamp((long)PerCluster * space.Lists.Count, Smallest, Largest);
        _inBlock = new int[space.Lists.Count];
        Before = new int[space.Lists.Count];
        UpTo = new int[space.Lists.Count];
    }

    /// <summary>The first place of the block.</summary>
    public int From { get; private set; }

    /// <summary>One past its last place.</summary>
    public int End { get; private set; }

    /// <summary>Vectors of each list before the block.</summary>
    public int[] Before { get; }

    /// <summary>Vectors of each list up to the end of the block.</summary>
    public int[] UpTo { get; }

    /// <summary>Goes to the next block; false when there is none.</summary>
    public bool Next()
    {
        From = End;
        UpTo.CopyTo(Before.AsSpan());
        Array.Clear(_inBlock);
        while (End < _space.Count && End - From < _size)
        {
            int home = _space.Home(End);
            if (_inBlock[home] == MostOfOneCluster)
            {
                break;
            }

            _inBlock[home]++;
            UpTo[home]++;
            End++;
        }

        _size = Math.Min(_most, _size * 2);
        return End > From;
    }

    /// <summary>The panels of a list with vectors before the block.</summary>
    public (int First, int End) Earlier(int list) => (_space.Lists.PanelAt(list, 0), _space.Lists.PanelsUpTo(list, Before[list]));

    /// <summary>The panels with vectors of the block.</summary>
    public (int First, int End) Own(int list) => UpTo[list] == Before[list] ? (0, 0) : (_space.Lists.PanelAt(list, Before[list]), _space.Lists.PanelsUpTo(list, UpTo[list]));

    /// <summary>The panels with vectors before the end of the block.</summary>
    public (int First, int End) All(int list) => (_space.Lists.PanelAt(list, 0), _space.Lists.PanelsUpTo(list, UpTo[list]));
}
