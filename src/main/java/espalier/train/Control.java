package espalier.train;

/** Lets another thread pause or end a training. */
public final class Control {
	private boolean paused;
	private boolean stepping;
	private boolean cancelled;

	public synchronized void pause() {
		paused = true;
		stepping = false;
	}

	public synchronized void resume() {
		paused = false;
		stepping = false;
		notifyAll();
	}

	/** Goes on to the end of an epoch, and pauses behind it. */
	public synchronized void step() {
		paused = false;
		stepping = true;
		notifyAll();
	}

	/** Said by who hears of epochs, behind one that was trained: the pause that a step asked for begins. */
	public synchronized void epochOver() {
		paused |= stepping;
		stepping = false;
	}

	public synchronized boolean paused() {
		return paused;
	}

	/** Ends the training at the next step: the epoch it is in is lost, the best weights of whole epochs are kept. */
	public synchronized void cancel() {
		cancelled = true;
		notifyAll();
	}

	public synchronized boolean cancelled() {
		return cancelled;
	}

	/** Waits while paused, and says then whether to end: asked by work between trainings, often. */
	public synchronized boolean ends() {
		await();
		return cancelled;
	}

	/** Waits while paused. */
	synchronized void await() {
		while (paused && !cancelled)
			try {
				wait();
			} catch (InterruptedException e) {
				Thread.currentThread().interrupt();
				cancelled = true;
			}
	}
}
