namespace Curate.Formats.JsonLines;

/// <summary>
/// One key of an object, in a tree of paths. Rows of one file mostly have the same keys in the same order, so every node remembers which
/// key followed it last time; only a wrong guess costs a lookup.
/// </summary>
internal sealed class KeyNode(byte[] name)
{
    private Dictionary<byte[], KeyNode>? _children;
    private Dictionary<byte[], KeyNode>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    /// <summary>The key without escapes.</summary>
    public byte[] Name { get; } = name;

    /// <summary>The first key of this object last time.</summary>
    public KeyNode? FirstHint { get; set; }

    /// <summary>The key that stood behind this one last time.</summary>
    public KeyNode? NextHint { get; set; }

    /// <summary>The last line whose top level holds this key; finds keys that occur twice.</summary>
    public long Line { get; set; } = -1;

    /// <summary>The values asked for at this path.</summary>
    public ValueSlot[] Slots { get; private set; } = [];

    /// <summary>A value below this path is asked for.</summary>
    public bool Descend { get; private set; }

    /// <summary>Members with this key are left out of rewritten rows.</summary>
    public bool Dropped { get; set; }

    /// <summary>The key occurs in a good row (known in discovery only).</summary>
    public bool Occurs { get; set; }

    /// <summary>The key stands at the top level (known in discovery only).</summary>
    public bool IsTopLevel { get; set; }

    /// <summary>The key has to be walked into or kept, not just passed over.</summary>
    public bool IsWanted => Descend || Slots.Length != 0;

    public int ChildCount => _children?.Count ?? 0;

    /// <summary>The children in the order in which they were added.</summary>
    public IEnumerable<KeyNode> Children => _children is null ? [] : _children.Values;

    public KeyNode? Child(ReadOnlySpan<byte> name) =>
        _children is not null && _lookup.TryGetValue(name, out KeyNode? child) ? child : null;

    public KeyNode AddChild(ReadOnlySpan<byte> name)
    {
        if (_children is null)
        {
            _children = new Dictionary<byte[], KeyNode>(KeyBytes.Comparer);
            _lookup = _children.GetAlternateLookup<ReadOnlySpan<byte>>();
        }

        var child = new KeyNode(name.ToArray());
        _children.Add(child.Name, child);
        return child;
    }

    /// <summary>Asks for the value at <paramref name="path"/> below this node.</summary>
    public void Want(ReadOnlySpan<byte> path, bool nested, ValueSlot slot)
    {
        int dot = nested ? path.IndexOf((byte)'.') : -1;
        ReadOnlySpan<byte> head = dot < 0 ? path : path[..dot];
        Descend = true;
        KeyNode child = Child(head) ?? AddChild(head);
        if (dot >= 0)
        {
            child.Want(path[(dot + 1)..], true, slot);
        }
        else
        {
            child.Slots = [.. child.Slots, slot];
        }
    }

    /// <summary>Forgets the keys that nobody asked for, with all guesses: bounds the memory of files whose keys are data.</summary>
    public void Forget()
    {
        KeyNode[] wanted = [.. Children.Where(child => child.IsWanted)];
        _children!.Clear();
        FirstHint = null;
        foreach (KeyNode child in wanted)
        {
            child.NextHint = null;
            _children.Add(child.Name, child);
        }
    }
}
