namespace Curate.Core.Methods;

/// <summary>A method with validated options.</summary>
/// <param name="Entry">The method.</param>
/// <param name="Start">Starts it on inputs.</param>
public sealed record BoundMethod(MethodEntry Entry, Func<StartRequest, MethodStart> Start);
